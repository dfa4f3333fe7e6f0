"""The screens of directives: the register, what an agency got, its tasks."""
