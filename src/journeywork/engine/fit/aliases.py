"""Other names of the same skill: what people write, and what is meant by it.

Every line is one skill, by all of its names. Only names that mean the same everywhere are
here; what means something of its own in an organisation belongs into that round's rules.
"""

#: One skill a line, its names separated by bars.
_LINES = """
artificial intelligence | ai
machine learning | ml
large language models | llm | llms
natural language processing | nlp
business intelligence | bi
javascript | js | ecmascript
typescript | ts
c | c programming | c language
r | r programming | r language
c++ | cpp | c plus plus
c# | csharp | c sharp
f# | fsharp | f sharp
.net | dotnet | dot net
go | golang | go programming | go language
node.js | nodejs | node
react | reactjs | react.js
vue | vuejs | vue.js
postgresql | postgres
microsoft sql server | mssql | sql server
kubernetes | k8s
amazon web services | aws
google cloud platform | gcp | google cloud
microsoft azure | azure
continuous integration | ci
continuous delivery | cd
ci/cd | cicd | continuous integration and delivery
infrastructure as code | iac
site reliability engineering | sre
user experience | ux
user interface | ui
ux/ui | ui/ux
quality assurance | qa
test-driven development | tdd
domain-driven design | ddd
behaviour-driven development | behavior-driven development | bdd
object-oriented programming | oop
application programming interface | api
search engine optimisation | search engine optimization | seo
customer relationship management | crm
enterprise resource planning | erp
human resources | hr
research and development | r&d | r & d
public relations | pr
mergers and acquisitions | m&a
objectives and key results | okr | okrs
key performance indicators | kpi | kpis
return on investment | roi
project management | managing projects
product management | managing products
people management | managing people | people leadership
stakeholder management | managing stakeholders
time management | managing time
public speaking | speaking in public | speaking at conferences
presentation skills | presenting | giving presentations
giving feedback | feedback skills
conflict resolution | resolving conflicts
change management | managing change
work-life balance | work life balance
financial modelling | financial modeling
modelling | modeling
data visualisation | data visualization | dataviz
information security | infosec
cyber security | cybersecurity
general data protection regulation | gdpr
intensive care unit | icu
emergency department | accident and emergency | a&e
computer numerical control | cnc
computer-aided design | cad
united states | us | usa | u.s.
united kingdom | uk | u.k.
european union | eu
"""

SHIPPED: tuple[tuple[str, ...], ...] = tuple(
    tuple(name.strip() for name in line.split("|")) for line in _LINES.strip().splitlines()
)
