"""How the shipped models were made: from corpora to an ONNX file, in one command."""
