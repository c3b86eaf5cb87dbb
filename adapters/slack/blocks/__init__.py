"""Block Kit: what people see and fill in, as blocks, without a call to anybody."""
