"""Reports from rulebooks, records and played scenarios: data, diagrams and files; nothing here uses the terminal."""
