"""Files in, articles out: formats, parts, dates, outlets."""
