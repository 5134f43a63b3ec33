"""Words of German and English that say nothing about what a story is about.

Folded as `keywords` folds them, four letters or more. What a newspaper says every day (weekdays,
months, "per cent", "said") is among them. A change moves stories in the lists of words: it needs
a migration that places them anew.
"""

from __future__ import annotations

from typing import Final

_GERMAN: Final = """
aber alle allem allen aller alles allerdings also anderem anderen anderer anderes andere auch ausserdem
bald beide beiden beim bereits besonders bevor bisher bislang bleiben bleibt brauchen bringen bringt
dabei dadurch dafur dagegen daher dahin damals damit danach daneben dann daran darauf daraus darf darin
daruber darum darunter davon davor dazu dass dein deine dem denn denen dennoch deren derer derzeit
deshalb dessen deutlich dich dies diese diesem diesen dieser dieses doch dort drei dreissig durch
durfen durfte eben ebenfalls ebenso eher eigene eigenen eigentlich einander eine einem einen einer eines
einige einigen einiger einmal einzelne ende endlich entweder erst erste ersten erster erstmals etwa etwas
euch euer eure fall fast fest findet finden fordern fordert fragen funf fuhren fuhrt ganz ganze ganzen
geben gegen gegenuber gehen geht gekommen gemacht genau gerade gern gesagt gestern gibt gilt ging gleich
gleichzeitig gross grosse grossen grosser gute guten haben halb halten hatte hatten hatt hause heisst
heute hier hier hinter hochstens ihm ihnen ihre ihrem ihren ihrer ihres immer innen insgesamt irgend
jahr jahre jahren jahres jede jedem jeden jeder jedes jedoch jemand jene jenem jenen jener jetzt kann
kaum kein keine keinem keinen keiner kleine kleinen knapp kommen kommt konnen konnte konnten kunftig
kurz lage lange langst lassen lasst laut leben letzte letzten liegt machen macht manche manchmal mehr
mehrere mehreren mein meine meist meisten menschen mich mindestens mitte mittlerweile mochte mochten
moglich montag morgen muss mussen musste mussten nach nachdem nachste nachsten nahe namlich naturlich
neben nehmen nein neue neuen neuer neues neun nicht nichts niemand noch nunmehr oben obwohl oder offen
offenbar ohne paar prozent rund sagen sagt sagte sagten samstag schliesslich schon sehen sehr sein seine
seinem seinen seiner seines seit selbst sich sicher sieben siehe sieht sind soll sollen sollte sollten
somit sonntag sonst soweit sowie sowohl spater stand stark statt stehen steht stelle stets stunden
tage tagen tages teil trotz uber uberall uhr umso unser unsere unseren unter unterdessen viel viele
vielen vielleicht vier vollig voll vom vor voran vorbei vorher wahrend wann waren warum wegen weil
weiss weit weitere weiteren weiterhin welche welchem welchen welcher wenig wenige weniger wenn werde werden
werdet wessen wieder will wird wirklich wissen woche wochen wohl wollen wollte wollten worden worauf
wurde wurden wurden zehn zeigen zeigt zeit ziehen zudem zuletzt zumindest zunachst zusammen zuvor zwar
zwei zweite zweiten zwischen zwolf ware waren hatte sagt habe wolle musse konne gewesen geworden
dienstag mittwoch donnerstag freitag sonnabend januar februar marz april juni juli august september
oktober november dezember million millionen milliarde milliarden tausend hundert euro mitteilte
mitgeteilt erklarte angaben zufolge demnach bericht berichtet berichtete sprecher sprecherin
"""
_ENGLISH: Final = """
about above according across after again against ahead almost along already also although always among
amid another anything around away back became because become been before began behind being below
between both bring came come comes could days despite does doing done down during each early either
else enough even ever every everything expected face fact find first five following form former found
four from further gave getting give given goes going gone good great half have having held help here
high himself home hours however hundred including into itself just keep kept know known large last late
later least left less like likely line little local long look made main make makes making many matter
maybe mean might million billion minister more most move much must myself near nearly need never next
nine none nothing number often once only onto other others over part past people perhaps place plan
plans point possible probably public quite rather really recent reported report right said same saying
says second seen sent seven several shall should show since some something still such take taken than
that their them themselves then there therefore these they thing things think third this those though
three through time times today together told tomorrow took toward towards tuesday turn twice under until
unless upon used using very want wants week weeks well went were what when where whether which while
whole whom whose will with within without would year years yesterday your yours monday wednesday
thursday friday saturday sunday january february march june july october december percent cent
spokesman spokeswoman statement announced
"""
STOP_WORDS: Final = frozenset(_GERMAN.split()) | frozenset(_ENGLISH.split())
