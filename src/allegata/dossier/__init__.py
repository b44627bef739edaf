"""The room of the dossier: a cited, neutral document tree of an incident, and the language it may use."""
