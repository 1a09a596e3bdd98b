"""What surrounds every page: layout, language, navigation, help."""
