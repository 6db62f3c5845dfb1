"""Sheets and columns of the workbook, in the words its users read."""

UNITS_SHEET = "单位"
PEOPLE_SHEET = "人员"
OPTIONS_SHEET = "选项"

CODE, UNIT_NAME, KIND, PARENT, UNIT_STAGE = "单位代码", "单位名称", "类别", "上级代码", "学段"
UNIT_COLUMNS = (CODE, UNIT_NAME, KIND, PARENT, UNIT_STAGE)
UNIT_REQUIRED = frozenset({CODE, UNIT_NAME, KIND})

NUMBER, NAME, UNIT, PHONE, EMAIL = "工号", "姓名", "单位", "手机号", "邮箱"
STAGE, SUBJECT, SINCE, ROLES, DIFFERENT = "学段", "学科", "从教年份", "角色", "确认为不同人"
PEOPLE_COLUMNS = (NUMBER, NAME, UNIT, PHONE, EMAIL, STAGE, SUBJECT, SINCE, ROLES, DIFFERENT)
PEOPLE_REQUIRED = frozenset({NUMBER, NAME, UNIT})

# Columns of the report. Ignored on reading, so that a corrected report can be imported as it is.
OUTCOME, PASSWORD, PROBLEM = "结果", "初始密码", "问题"
REPORT_COLUMNS = (OUTCOME, PASSWORD, PROBLEM)

YES, NO = "是", "否"
