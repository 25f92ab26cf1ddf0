"""HTTP routes, one file per resource. A route is a sentence: path, who, form, use case, answer."""
