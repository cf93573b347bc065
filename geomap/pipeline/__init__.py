"""The only place that knows all the stages."""
