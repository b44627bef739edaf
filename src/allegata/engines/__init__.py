"""Where much work is done: one small protocol, a pure function over many tasks."""
