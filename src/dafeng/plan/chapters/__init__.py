"""The chapters of the plan document, one module each, in the order of the programme's plans."""
