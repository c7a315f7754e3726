"""What the backends hold, as schedules: handles, groups of parts, and how one is found."""
