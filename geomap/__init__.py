"""From news articles on the Syrian war to maps that lead back to the sentence behind each dot."""

__version__ = "0.1.0"
