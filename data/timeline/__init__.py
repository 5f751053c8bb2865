"""The time of a study: its milestones, how far it has come, and the clock of one participant."""
