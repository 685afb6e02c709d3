"""What the API's answers look like. Public: keys are added freely, renamed or dropped only by a recorded decision."""
