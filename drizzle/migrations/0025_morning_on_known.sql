-- Cases under a plan: the morning after the last closed day is decided, or a later one to which a step on record belongs.
UPDATE cases c SET morning_on = greatest(
  cc.last_closed_on + 1,
  (SELECT max(s.fell_on + CASE WHEN s.step = 'D0' THEN 1 ELSE 0 END) FROM escalation_steps s
    WHERE s.court_code = c.court_code AND s.case_id = c.id AND s.status <> 'VOIDED'))
FROM court_closes cc
WHERE cc.court_code = c.court_code
  AND EXISTS (SELECT FROM plans p WHERE p.court_code = c.court_code AND p.case_id = c.id AND p.status IN ('ACTIVE','SUPERSEDED'));
