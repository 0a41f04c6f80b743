-- Words that raters use, our own: what went well, and what to try next, early and late in training.
create table sim.praise as
select * from (values
    (['Prepared the room and the drugs without a reminder.', 'Good eye for the monitors.',
      'Asked for help at the right moment.', 'Careful positioning and padding.', 'Clear plan before induction.',
      'Kind and calm with an anxious patient.', 'Took feedback well and tried it at once.',
      'Knew the patient''s history in detail.', 'Smooth mask ventilation.', 'Steady hands with the line.'],
     ['Next: say the backup airway plan aloud.', 'Next: check the depth of anesthesia before incision.',
      'Next: speak up earlier when pressure falls.', 'Next: set alarm limits at the start.',
      'Next: plan the emergence sooner.', 'Next: fewer steps between look and act.',
      'Next: hand over with the checklist.', 'Next: read about the procedure the night before.'],
     0),
    (['Ran the case; I was there to discuss.', 'Anticipated the blood loss and ordered early.',
      'Led the team briefing well.', 'Thoughtful choice of monitors, well argued.',
      'Kept the field quiet during a difficult part.', 'Taught the student while keeping an eye on the case.',
      'Handled a change of plan without fuss.', 'Good conversation with the surgeon about pressure goals.',
      'Efficient turnover, nothing forgotten.', 'Recognised the problem before I did.'],
     ['Next: let the junior colleague try first.', 'Next: think aloud so that the team can follow.',
      'Next: take a whole list alone, call when needed.', 'Next: more of these with higher risk.',
      'Next: write down the plan for the night team.', 'Next: a second option for the block.'],
     1)
) t(praise, advice, late);

create table sim.own_words as
select row_number() over () as n, words from (values
    ('I would like more time in the cardiac rooms before graduation.'),
    ('The pediatric block went well; I feel slower with infants under one year.'),
    ('I have asked two attendings for feedback on difficult airways and want to do so every month.'),
    ('Coming back after time away went better than I expected. I would value a few easy weeks of regional.'),
    ('My case log is behind; the count from the record looks right to me.'),
    ('I have met few large hemorrhages and would like to be called when one comes.'),
    ('I am preparing for the oral examination and look for a partner to practise with.'),
    ('Ultrasound of the heart is where I want to grow this half-year.'),
    ('Night shifts on obstetrics taught me most this spring.'),
    ('I disagree with the rating of my handovers and have written to my coach about it.'),
    ('I would like to try leading the briefing in every case this month.'),
    ('I plan a fellowship in critical care and would like an additional block if there is one.')
) t(words);
