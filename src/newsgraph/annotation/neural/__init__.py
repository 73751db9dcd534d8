"""Finding names and statements by a small trained model."""
