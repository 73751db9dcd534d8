"""newsgraph turns German news articles into linked data: who is in them, who said what, who proposes what."""
