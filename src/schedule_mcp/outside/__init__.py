"""What comes from outside, made harmless before it is shown."""
