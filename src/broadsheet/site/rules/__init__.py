"""What a finished page may not break, each rule a class with its law or reason; docs/rules.md lists them."""
