"""How many there are, in figures: the statements, apart from the connection that runs them."""

#: The organisations here; it needs none in force.
ORGANISATIONS = "select id from people_organisation order by id"
#: How many people of an organisation take part.
PEOPLE = "select count(*) from people_person where org = $1 and active and not known_only"
