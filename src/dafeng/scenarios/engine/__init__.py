"""How are many futures computed fast, and the same for any number of workers?"""
