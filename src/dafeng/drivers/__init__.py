"""Why emissions changed: decomposition, decoupling, trend."""
