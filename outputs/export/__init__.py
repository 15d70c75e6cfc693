"""Hand-over to other tools: workbooks and exchange files."""
