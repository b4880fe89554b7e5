module dynarium.sample/hello

go 1.19
