"""Every picture that is laid out by hand, described once for all media."""
