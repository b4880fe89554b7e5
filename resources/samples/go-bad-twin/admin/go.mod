module dynarium.sample/admin

go 1.19
