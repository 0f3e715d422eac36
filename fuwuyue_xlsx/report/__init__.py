"""The outcome told elsewhere than in the workbook: the JSON object, and the derivation of one standing."""
