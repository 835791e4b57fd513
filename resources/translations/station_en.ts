<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>BoardModel</name>
    <message numerus="yes">
        <source>%n places open</source>
        <translation>
            <numerusform>%n place open</numerusform>
            <numerusform>%n places open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n people in all</source>
        <translation>
            <numerusform>%n person in all</numerusform>
            <numerusform>%n people in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Left {time} · %n minutes count ({hours} h)</source>
        <translation>
            <numerusform>Left {time} · %n minute counts ({hours} h)</numerusform>
            <numerusform>Left {time} · %n minutes count ({hours} h)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entries copied to the stick {name}. Carry it to central.</source>
        <translation>
            <numerusform>%n entry copied to the stick {name}. Carry it to central.</numerusform>
            <numerusform>%n entries copied to the stick {name}. Carry it to central.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Central has %n more entries of this station, and sent {news}.</source>
        <translation>
            <numerusform>Central has %n more entry of this station, and sent {news}.</numerusform>
            <numerusform>Central has %n more entries of this station, and sent {news}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pieces of news</source>
        <translation>
            <numerusform>%n piece of news</numerusform>
            <numerusform>%n pieces of news</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LeavingPage</name>
    <message numerus="yes">
        <source>Central does not have %n entries of this station yet. Leave the computer on and connected: nothing is erased before central has them. Without a network, copy them to a stick for central.</source>
        <translation>
            <numerusform>Central does not have %n entry of this station yet. Leave the computer on and connected: nothing is erased before central has it. Without a network, copy it to a stick for central.</numerusform>
            <numerusform>Central does not have %n entries of this station yet. Leave the computer on and connected: nothing is erased before central has them. Without a network, copy them to a stick for central.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SamplingPage</name>
    <message numerus="yes">
        <source>Box {code}: %n tubes</source>
        <translation>
            <numerusform>Box {code}: %n tube</numerusform>
            <numerusform>Box {code}: %n tubes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message numerus="yes">
        <source>%n visits</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
</TS>
