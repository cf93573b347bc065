"""The editable tables and their readers."""
