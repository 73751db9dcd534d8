"""What is the same across articles: persons, utterances, reports. Knows records, neither RDF nor files."""
