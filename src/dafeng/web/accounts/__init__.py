"""Who is who: people, their organisations, how they sign in."""
