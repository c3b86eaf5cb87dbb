"""What is done when somebody says, presses or fills in something: one file for each kind."""
