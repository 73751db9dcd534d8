"""What is the same across articles: persons, utterances, reports. Knows records only, no RDF and no text files."""
