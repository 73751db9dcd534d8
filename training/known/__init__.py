"""The tables of known people and bodies: made from the gazetteers and from facts kept here."""
