"""The annual report on the Social Work Programme, made from the communes' workbooks."""
