"""PDF: from characters on a page to lines, paragraphs and answers, and an independent count of its words."""
