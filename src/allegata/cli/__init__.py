"""The command line: parse, call an action, print. Verbs are imported when they are called."""
