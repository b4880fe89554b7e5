// How each router calls itself: vegur is the library under Heroku's older one.

export const viaOf = (isClassic: boolean): string => (isClassic ? '1.1 vegur' : '1.1 heroku-router')
