"""What the operator allows (`rules`) and how long an input may be (`limits`)."""
