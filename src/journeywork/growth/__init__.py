"""Growth: what a person wants to learn, what they want of their work, what they write down."""
