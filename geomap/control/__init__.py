"""Facts about who holds what in, areas, lines and their change out."""
