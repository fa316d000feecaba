"""Tables, plots and the report: nothing is computed here."""
