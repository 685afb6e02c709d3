"""System checks of the archive."""
