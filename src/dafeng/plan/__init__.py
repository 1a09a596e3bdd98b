"""What is promised: outline, bound text, document tree."""
