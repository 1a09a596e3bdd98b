"""What is emitted, on each basis, and how sure that is."""
