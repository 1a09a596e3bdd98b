"""Which assumptions decide what comes out?"""
