"""What may come: stories, draws, kernel, ensemble."""
