"""What is wrong with a plan? Rules with stable ids, one module for each group."""
