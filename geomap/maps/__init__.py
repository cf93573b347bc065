"""Events in, interactive and static maps out."""
