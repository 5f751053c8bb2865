"""What appears on a screen or in an export."""
