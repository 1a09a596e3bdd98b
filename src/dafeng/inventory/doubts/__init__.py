"""Which figures are doubtful, and why? One module per kind of doubt; `telling` decides."""
