"""What is kept in SQL: the projection that pages are read from, and the records of people.

The only room that knows SQL. It never opens git: what it needs of history comes as log entries and
through the PageStore that it is handed.
"""
