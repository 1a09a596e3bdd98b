"""When emissions peak, how high, how sure: of the past and of each future."""
